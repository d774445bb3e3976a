/** Helping one member: who they are, why access is what it is, what they see, what happened; and what can be done, with its reason. */

import { ask, inWords } from "/scripts/api.js";
import { onSubmit } from "/scripts/forms.js";
import { byId, element, fill } from "/scripts/markup.js";
import { day, dayAndTime } from "/scripts/words.js";

/**
 * @typedef {{module: string, title: string, open: boolean, sections: number, read: number, at: string | null, best_score_percent: number | null, attempts: number, passed: boolean, completed_at: string | null}} Seen
 * @typedef {{email: string, name: string, created_at: string, confirmed_at: string | null, last_sign_in_at: string | null, second_factor: boolean, access: {full: boolean, because: string[]}, sees: Seen[], certificate: {code: string | null, missing: object[]}, timeline: {at: string, what: string}[]}} Member
 */

/** Listen to the form that looks a member up. */
export function listenForMembers() {
  onSubmit(byId("page-member-form"), ({ email, reason }) => show(email, reason));
}

/** Put an address into the form and go there. @param {string} email */
export function chooseMember(email) {
  byId("page-member-email").value = email;
  byId("page-member").scrollIntoView();
  byId("page-member-reason").focus({ preventScroll: true });
}

/** @param {string} email @param {string} reason */
async function show(email, reason) {
  const place = byId("page-member-shown");
  fill(place);
  const member = /** @type {Member} */ (await ask(`owner/member?email=${encodeURIComponent(email.trim())}&reason=${encodeURIComponent(reason.trim())}`));
  fill(place, ...about(member), acts(member, reason, () => show(email, reason)));
  place.focus({ preventScroll: true });
}

/** @param {Member} member */
function about(member) {
  const { access, certificate } = member;
  const facts = [
    ["Signed up", day(member.created_at)],
    ["Address", member.confirmed_at ? "confirmed" : "not confirmed yet"],
    ["Last sign-in", member.last_sign_in_at ? dayAndTime(member.last_sign_in_at) : "never"],
    ["Second factor", member.second_factor ? "yes" : "no"],
    ["Access", access.full ? "full" : "free lessons alone"],
    ["Certificate", certificate.code ?? (access.full ? `${certificate.missing.length} things are missing` : "none")],
  ];
  return [
    element("h3", null, member.name ? `${member.name}, ${member.email}` : member.email),
    element("dl", { class: "owner-facts" }, ...facts.flatMap(([name, value]) => [element("dt", null, name), element("dd", null, value)])),
    element("ul", { class: "held" }, ...access.because.map((sentence) => element("li", null, sentence))),
    element("details", null, element("summary", null, "What they see"), element("ul", { class: "held" }, ...member.sees.map((one) => element("li", null, seen(one))))),
    element("details", { open: true }, element("summary", null, "What happened"), element("ul", { class: "held" }, ...[...member.timeline].reverse().map(({ at, what }) => element("li", null, `${dayAndTime(at)}: ${what}`)))),
  ];
}

/** @param {Seen} one */
function seen(one) {
  if (!one.open) return `${one.title}: closed.`;
  const score = one.best_score_percent === null ? "" : `, best ${one.best_score_percent}%`;
  const quiz = one.passed ? `quiz passed${score}` : one.attempts ? `quiz taken ${one.attempts === 1 ? "once" : `${one.attempts} times`}${score}` : "quiz not taken";
  return `${one.title}: ${one.read} of ${one.sections} sections read${one.at ? `, now at “${one.at}”` : ""}; ${quiz}.`;
}

/** @param {Member} member @param {string} reason @param {() => Promise<void>} again */
function acts(member, reason, again) {
  const said = element("p", { class: "form-done", role: "status" });
  const date = (/** @type {string} */ label) => ({ name: "until", label, type: "date", min: new Date().toISOString().slice(0, 10) });
  const modules = member.sees.filter(({ attempts, passed }) => attempts && !passed);
  const forms = [
    act("grant", "Give complimentary access", [date("Last day (empty: for good)")]),
    act("extend", "Extend complimentary access", [date("Last day (empty: for good)")]),
    act("revoke", "Withdraw complimentary access", []),
    ...(modules.length ? [act("quiz-reset", "Reset a quiz", [{ name: "module", label: "Quiz", options: modules }])] : []),
    act("move", "Move everything to another account of theirs", [{ name: "to", label: "Address of the other account", type: "email", required: true }]),
    act("resend", member.confirmed_at ? "Send a link to sign in" : "Send the mail to confirm the address again", []),
  ];
  return element("div", { class: "owner-acts" }, element("h3", null, "What can be done"), element("p", null, "Each act is kept with a reason, and told to the member in their export. Erasing, exporting and refunding are on the command line."), ...forms, said);

  /** @param {string} action @param {string} title @param {any[]} fields */
  function act(action, title, fields) {
    const form = element("form", { class: "form", method: "post" }, ...[...fields, { name: "reason", label: "Reason", value: reason, required: true, maxlength: 500 }].map((one) => field(action, one)), element("button", { class: "button quiet", type: "submit" }, title));
    onSubmit(form, async (given) => {
      const body = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
      const done = await ask("owner/action", { method: "POST", body: { action, email: member.email, ...body }, seconds: 30 });
      await again().catch((error) => void (said.textContent = inWords(error)));
      byId("page-member-done").textContent = done.says;
    });
    return element("details", null, element("summary", null, title), form);
  }
}

/** @param {string} action @param {any} about */
function field(action, { label, options, ...attributes }) {
  const id = `act-${action}-${attributes.name}`;
  const control = options
    ? element("select", { id, name: attributes.name }, ...options.map((/** @type {Seen} */ one) => element("option", { value: one.module }, one.title)))
    : element("input", { id, autocomplete: "off", ...attributes });
  return element("div", { class: "field" }, element("label", { for: id }, label), control);
}
