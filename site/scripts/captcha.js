/** The captcha, where the project asks for one: its widget comes up when a request needs a token, and goes again. */

import { byId, element } from "/scripts/markup.js";
import { configured } from "/scripts/session.js";

/** @type {Record<string, string>} */
const SCRIPTS = {
  turnstile: "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit&onload=masterclassCaptcha",
  hcaptcha: "https://js.hcaptcha.com/1/api.js?render=explicit&onload=masterclassCaptcha",
};
const LOADING_MILLISECONDS = 20_000;
const SOLVING_MILLISECONDS = 180_000;
const NOT_LOADED = { ours: "The check that you are a person did not load. Allow scripts of its provider in this browser, or try another network." };

/** @type {Element | null} the form that was sent last */
let place = null;
/** @type {Promise<any> | null} */
let loading = null;

/** Show the widget in this form when its request needs one. @param {Element} form */
export function showCaptchaIn(form) {
  place = form;
}

/** A token for one request; undefined where no captcha is asked for. @returns {Promise<string | undefined>} */
export async function captchaToken() {
  const { captcha_site_key: sitekey, captcha_vendor: vendor } = await configured();
  if (!sitekey || !vendor) return undefined;
  loading ??= loaded(vendor).catch((error) => {
    loading = null;
    throw error;
  });
  return solved(await loading, sitekey);
}

/** The vendor's own object, which draws widgets. @param {string} vendor @returns {Promise<any>} */
function loaded(vendor) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(NOT_LOADED), LOADING_MILLISECONDS);
    Object.assign(window, {
      masterclassCaptcha() {
        clearTimeout(late);
        resolve(/** @type {any} */ (window)[vendor]);
      },
    });
    document.head.append(element("script", { src: SCRIPTS[vendor], async: true, onerror: () => reject(NOT_LOADED) }));
  });
}

/** @param {any} vendor @param {string} sitekey @returns {Promise<string>} */
async function solved(vendor, sitekey) {
  const inside = element("div", null);
  const box = element("div", { class: "captcha", role: "group", "aria-label": "A check that you are a person" }, element("p", { class: "fine", role: "status" }, "One check first, that you are a person:"), inside);
  (place?.isConnected ? place : byId("main")).append(box);
  /** @type {unknown} */
  let widget;
  try {
    return await new Promise((resolve, reject) => {
      const fail = () => reject({ code: "captcha_failed" });
      setTimeout(fail, SOLVING_MILLISECONDS);
      widget = vendor.render(inside, { sitekey, callback: resolve, "error-callback": fail, "expired-callback": fail });
    });
  } finally {
    if (widget !== undefined) vendor.remove(widget);
    box.remove();
  }
}
