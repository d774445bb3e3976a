/** Supabase Auth's refusals, as one would say them to someone at the desk: what happened, and the way on. */

const SIGNED_OUT = "You have been signed out. Please sign in again.";
const LINK_GONE = "This link or code has expired or was used already. Ask for a new one.";
const NOT_HERE = "These pages do not offer this way to sign in. Use your e-mail address instead.";
const NOT_NOW = "Signing in does not work at the moment. Please try again later.";
const CODE_WRONG = "This code is not right, or its time has passed. Type the newest one that your app shows.";
const FACTOR_OFF = "A second step cannot be set up here at the moment. Your password goes on working without it.";

/** What is said for each of Supabase Auth's error codes; one that is not here gets the words of `unexpected_failure`. */
export const WORDS = {
  invalid_credentials: "The e-mail address or the password is not right. Try again, or have a code mailed to you.",
  email_not_confirmed: "This e-mail address is not confirmed yet. Follow the link in our mail, or ask for it again.",
  user_already_exists: "There is an account with this e-mail address. Sign in, or set a new password.",
  email_exists: "There is an account with this e-mail address already. Choose another address, or sign in with that one.",
  weak_password: "This password is too easy to guess. Choose a longer one; four unrelated words do well.",
  same_password: "That is the password you have now. Choose a new one.",
  over_email_send_rate_limit: "We sent a mail a moment ago. Look in your inbox and your spam folder, and ask again in a minute.",
  over_sms_send_rate_limit: "That was too many messages at once. Wait a few minutes, then try again.",
  over_request_rate_limit: "Many people sign in from your network at this moment. Wait a minute, then try again.",
  over_custom_provider_quota: NOT_HERE,
  otp_expired: LINK_GONE,
  bad_code_verifier: LINK_GONE,
  flow_state_not_found: LINK_GONE,
  flow_state_expired: LINK_GONE,
  flow_state_already_used: LINK_GONE,
  invite_not_found: "This invitation has expired or was used already. Sign up with your address instead.",
  email_address_invalid: "We cannot send mail to this address. Check it for a slip.",
  email_address_not_authorized: "We cannot send mail to this address. Use another one, or write to us.",
  email_address_not_provided: "An e-mail address is needed. Fill it in and try again.",
  signup_disabled: "New accounts cannot be made at the moment. Please come back later.",
  email_provider_disabled: "Signing in by e-mail is switched off at the moment. Please come back later.",
  otp_disabled: "There is no account with this e-mail address yet. Create one first.",
  user_banned: "This account is blocked. Write to us if you think that this is a mistake.",
  user_not_found: "This account no longer exists. You can create a new one.",
  user_sso_managed: "This account is looked after by your organization. Sign in the way they told you.",
  session_not_found: SIGNED_OUT,
  session_expired: SIGNED_OUT,
  refresh_token_not_found: SIGNED_OUT,
  refresh_token_already_used: SIGNED_OUT,
  bad_jwt: SIGNED_OUT,
  no_authorization: SIGNED_OUT,
  unexpected_audience: SIGNED_OUT,
  not_admin: "This is not open to you. Sign in with the account that it belongs to.",
  reauthentication_needed: "Please sign in again before you change this.",
  reauthentication_not_valid: "Please sign in again before you change this.",
  current_password_required: "The password you have now is needed to change it. Type it and try again.",
  current_password_invalid: "The password you have now is not right. Try again, or set a new one by mail.",
  validation_failed: "Something in the form cannot be right. Check the e-mail address and the password for a slip.",
  bad_json: "Something in the form cannot be right. Load the page again and fill it in once more.",
  request_entity_too_large: "That is longer than it may be. Shorten it and try again.",
  captcha_failed: "We could not tell that you are a person. Please try again.",
  conflict: "Something else was changed at the same moment. Please try again.",
  hook_timeout: "Making the account took too long. Please try again in a moment.",
  hook_timeout_after_retry: "Making the account took too long. Please try again in a moment.",
  hook_payload_invalid_content_type: "Making the account did not work. Please try again later.",
  hook_payload_over_size_limit: "Making the account did not work. Please try again later.",
  request_timeout: "Signing in takes longer than it should. Please try again in a moment.",
  insufficient_aal: "Your account has a second step. Type the code that your app shows to go on.",
  mfa_verification_failed: CODE_WRONG,
  mfa_verification_rejected: CODE_WRONG,
  mfa_challenge_expired: CODE_WRONG,
  mfa_ip_address_mismatch: "Your connection changed in between. Type the newest code that your app shows.",
  mfa_factor_not_found: "This second step is not set up any more. Load the page again to see what is.",
  mfa_factor_name_conflict: "There is a second step with this name already. Choose another name.",
  mfa_verified_factor_exists: "A second step is set up already. Remove it before you set up another.",
  too_many_enrolled_mfa_factors: "There are as many second steps as there may be. Remove one before you add another.",
  mfa_totp_enroll_not_enabled: FACTOR_OFF,
  mfa_totp_verify_not_enabled: FACTOR_OFF,
  mfa_phone_enroll_not_enabled: FACTOR_OFF,
  mfa_phone_verify_not_enabled: FACTOR_OFF,
  mfa_webauthn_enroll_not_enabled: FACTOR_OFF,
  mfa_webauthn_verify_not_enabled: FACTOR_OFF,
  unexpected_failure: NOT_NOW,
  feature_disabled: NOT_HERE,
  ...Object.fromEntries(
    `anonymous_provider_disabled bad_oauth_callback bad_oauth_state custom_provider_not_found
     email_conflict_identity_not_deletable identity_already_exists identity_not_found manual_linking_disabled
     oauth_authorization_not_found oauth_client_not_found oauth_client_state_expired oauth_client_state_not_found
     oauth_consent_not_found oauth_dynamic_client_registration_disabled oauth_invalid_state oauth_provider_not_supported
     passkey_disabled phone_exists phone_not_confirmed phone_provider_disabled provider_disabled
     provider_email_needs_verification saml_assertion_no_email saml_assertion_no_user_id saml_entity_id_mismatch
     saml_idp_already_exists saml_idp_not_found saml_metadata_fetch_failed saml_provider_disabled saml_relay_state_expired
     saml_relay_state_not_found single_identity_not_deletable sms_send_failed sso_domain_already_exists
     sso_provider_disabled sso_provider_not_found too_many_passkeys web3_provider_disabled web3_unsupported_chain
     webauthn_challenge_expired webauthn_challenge_not_found webauthn_credential_exists webauthn_credential_not_found
     webauthn_verification_failed`.split(/\s+/).map((code) => [code, NOT_HERE]),
  ),
  unknown: NOT_NOW,
};

/** What our own sign-up hook may answer: Supabase Auth passes its sentence on without a code of its own. */
const HOOK_SENTENCES = ["Please sign up with another e-mail address: this provider is not accepted.", "Please accept the current terms to sign up."];

const CHARACTERS = [
  { named: "abcdefghijklmnopqrstuvwxyz", has: /[a-z]/, words: "a lowercase letter" },
  { named: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", has: /[A-Z]/, words: "an uppercase letter" },
  { named: "0123456789", has: /[0-9]/, words: "a digit" },
  { named: "!@#$%^&*()", has: /[^a-zA-Z0-9]/, words: "a sign such as ! or ?" },
];

/** Any failure of a call to Supabase Auth in our own words. @param {any} error @param {string} [password] the one that was refused */
export function inPlainWords(error, password = "") {
  if (error?.name === "AuthRetryableFetchError" || error instanceof TypeError) {
    return navigator.onLine ? "The sign-in service did not answer. Please try again in a moment." : "You seem to be offline. Try again when the connection is back.";
  }
  if (error?.name === "AuthSessionMissingError") return SIGNED_OUT;
  if (error?.code === "weak_password" && error.reasons?.includes("characters")) return missing(error.message, password);
  if (HOOK_SENTENCES.includes(error?.message)) return error.message;
  const known = /** @type {Record<string, string>} */ (WORDS)[error?.code];
  return known ?? (error?.status === 429 ? WORDS.over_request_rate_limit : NOT_NOW);
}

/** @param {string} wanted names the sets of characters @param {string} password */
function missing(wanted, password) {
  const lacking = CHARACTERS.filter(({ named, has }) => wanted.includes(named) && !has.test(password)).map(({ words }) => words);
  if (!lacking.length) return WORDS.weak_password;
  const last = lacking.pop();
  return `This password still needs ${lacking.length ? `${lacking.join(", ")} and ${last}` : last}.`;
}

/** Why this cannot be a password, before it is sent; "" when it can. @param {string} password */
export function passwordTrouble(password) {
  const bytes = new TextEncoder().encode(password).length;
  if (bytes <= 72) return "";
  return `This password is ${bytes - 72} ${bytes === 73 ? "byte" : "bytes"} too long: 72 are kept, and letters with accents or other scripts count two to four. Choose a shorter one.`;
}

/** Why no mail can be sent to this address, before it is tried; "" when it may. @param {string} email */
export function addressTrouble(email) {
  const [name, domain = "", more] = email.split("@");
  const odd = more !== undefined || !name || !domain.includes(".") || email.length > 255;
  const dots = [name, domain].some((part) => part.startsWith(".") || part.endsWith(".") || part.includes(".."));
  return odd || dots ? WORDS.email_address_invalid : "";
}
