// Every flow of the official browser client, unchanged, against a running service.
// node flows.mjs <auth url> <mailbox url>  prints {"flow": null | "what went wrong"} as one JSON object.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { AuthClient, AuthWeakPasswordError, isAuthApiError } from '../../../site/vendor/auth-js.js'

const [url, mailbox] = process.argv.slice(2)
const password = 'correct horse battery staple'
const otherPassword = 'another horse entirely'
const page = new URL('/sign-in', url).href

const newAddress = () => `ada.${randomUUID().slice(0, 13)}@example.com`

function newClient(flowType = 'implicit') {
  const kept = new Map()
  const asked = []
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
  const counting = (input, options) => {
    asked.push(`${options?.method ?? 'GET'} ${String(input).slice(url.length)}`)
    return fetch(input, options)
  }
  const client = new AuthClient({ url, flowType, storage, fetch: counting, autoRefreshToken: false, storageKey: randomUUID() })
  return Object.assign(client, { asked })
}

async function mailTo(address) {
  const answer = await fetch(`${mailbox}?to=${encodeURIComponent(address)}`, { headers: { accept: 'application/json' } })
  const [mail] = await answer.json()
  assert.ok(mail, `no mail to ${address}`)
  const link = mail.links[0]
  return { link, code: mail.text.match(/asked for it: (\d{6})\b/)?.[1], token: link && new URL(link).searchParams.get('token') }
}

// Follow a mail's link as a browser would, up to the page it leads to.
async function follow(link) {
  const answer = await fetch(link, { redirect: 'manual' })
  assert.equal(answer.status, 303)
  const landed = new URL(answer.headers.get('location'))
  return { landed, query: landed.searchParams, fragment: new URLSearchParams(landed.hash.slice(1)) }
}

function succeeded({ data, error }) {
  assert.equal(error, null, error?.message)
  return data
}

function failed({ error }, code, status) {
  assert.ok(isAuthApiError(error), `expected ${code}`)
  assert.deepEqual([error.code, error.status], [code, status])
}

async function newMember(client = newClient()) {
  const email = newAddress()
  succeeded(await client.signUp({ email, password, options: { data: { name: 'Ada' } } }))
  const { token } = await mailTo(email)
  const { session, user } = succeeded(await client.verifyOtp({ type: 'signup', token_hash: token }))
  return { client, email, session, user }
}

const flows = {
  async 'sign up, confirm by link, take the session from the fragment'() {
    const client = newClient()
    const email = newAddress()
    const { user, session } = succeeded(await client.signUp({ email, password, options: { emailRedirectTo: page } }))
    assert.equal(session, null)
    assert.equal(user.email, email)
    const { landed, fragment } = await follow((await mailTo(email)).link)
    assert.equal(landed.origin + landed.pathname, page)
    assert.equal(fragment.get('type'), 'signup')
    const tokens = { access_token: fragment.get('access_token'), refresh_token: fragment.get('refresh_token') }
    assert.equal(succeeded(await client.setSession(tokens)).user.email, email)
    assert.ok((await client.getSession()).data.session)
  },

  async 'sign up, confirm by token hash'() {
    const { user, session } = await newMember()
    assert.ok(user.email_confirmed_at)
    assert.equal(user.user_metadata.name, 'Ada')
    assert.equal(session.expires_in, 3600)
  },

  async 'sign up, confirm by code; a wrong code and a used one are refused'() {
    const client = newClient()
    const email = newAddress()
    succeeded(await client.signUp({ email, password }))
    const { code } = await mailTo(email)
    const wrong = code === '000000' ? '000001' : '000000'
    failed(await client.verifyOtp({ type: 'signup', email, token: wrong }), 'otp_expired', 403)
    assert.ok(succeeded(await client.verifyOtp({ type: 'email', email, token: code })).session)
    failed(await client.verifyOtp({ type: 'signup', email, token: code }), 'otp_expired', 403)
  },

  async 'sign up with PKCE, exchange the code of the link'() {
    const client = newClient('pkce')
    const email = newAddress()
    succeeded(await client.signUp({ email, password, options: { emailRedirectTo: page } }))
    const { landed, query } = await follow((await mailTo(email)).link)
    assert.equal(landed.hash, '')
    const { session } = succeeded(await client.exchangeCodeForSession(query.get('code')))
    assert.equal(session.user.email, email)
    assert.equal(succeeded(await client.getClaims()).claims.amr[0].method, 'email/signup')
  },

  async 'a PKCE code is worth nothing to another client, and nothing the second time'() {
    const client = newClient('pkce')
    const email = newAddress()
    succeeded(await client.signUp({ email, password }))
    const { query } = await follow((await mailTo(email)).link)
    const thief = newClient('pkce')
    succeeded(await thief.resetPasswordForEmail(newAddress()))
    failed(await thief.exchangeCodeForSession(query.get('code')), 'bad_code_verifier', 400)
    succeeded(await client.exchangeCodeForSession(query.get('code')))
  },

  async 'a link that was followed already leads back with an error'() {
    const email = newAddress()
    succeeded(await newClient().signUp({ email, password }))
    const { link } = await mailTo(email)
    await follow(link)
    const { fragment } = await follow(link)
    assert.equal(fragment.get('error_code'), 'otp_expired')
    assert.equal(fragment.get('error'), 'access_denied')
  },

  async 'resend: the new mail works, the old one no longer does'() {
    const client = newClient()
    const email = newAddress()
    succeeded(await client.signUp({ email, password }))
    const old = await mailTo(email)
    succeeded(await client.resend({ type: 'signup', email }))
    const { token } = await mailTo(email)
    failed(await client.verifyOtp({ type: 'signup', token_hash: old.token }), 'otp_expired', 403)
    assert.ok(succeeded(await client.verifyOtp({ type: 'signup', token_hash: token })).session)
  },

  async 'signing up with a known address looks like signing up'() {
    const { email } = await newMember()
    const { user, session } = succeeded(await newClient().signUp({ email, password }))
    assert.equal(session, null)
    assert.deepEqual(user.identities, [])
  },

  async 'sign in with a password; a wrong one, an unknown and an unconfirmed address are refused'() {
    const { email } = await newMember()
    const client = newClient()
    failed(await client.signInWithPassword({ email, password: 'wrong' }), 'invalid_credentials', 400)
    failed(await client.signInWithPassword({ email: newAddress(), password }), 'invalid_credentials', 400)
    const unconfirmed = newAddress()
    succeeded(await client.signUp({ email: unconfirmed, password }))
    failed(await client.signInWithPassword({ email: unconfirmed, password }), 'email_not_confirmed', 400)
    assert.ok(succeeded(await client.signInWithPassword({ email: email.toUpperCase(), password })).session)
  },

  async 'the client tells who listens what happened'() {
    const { email } = await newMember()
    const client = newClient()
    const events = []
    client.onAuthStateChange((event) => void events.push(event))
    succeeded(await client.signInWithPassword({ email, password }))
    succeeded(await client.refreshSession())
    succeeded(await client.updateUser({ data: { name: 'Grace' } }))
    assert.equal((await client.signOut()).error, null)
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.deepEqual(events.filter((event) => event !== 'INITIAL_SESSION'), ['SIGNED_IN', 'TOKEN_REFRESHED', 'USER_UPDATED', 'SIGNED_OUT'])
  },

  async 'refresh: both tokens are new, and the used one still gives its successor'() {
    const { client, session } = await newMember()
    const { session: next } = succeeded(await client.refreshSession())
    assert.notEqual(next.refresh_token, session.refresh_token)
    const again = succeeded(await newClient().refreshSession({ refresh_token: session.refresh_token }))
    assert.equal(again.session.refresh_token, next.refresh_token)
    failed(await newClient().refreshSession({ refresh_token: 'aaaaaaaaaaaa' }), 'refresh_token_not_found', 400)
  },

  async 'several tabs refresh at once and all stay signed in'() {
    const { session } = await newMember()
    const tabs = await Promise.all(Array.from({ length: 5 }, () => newClient().refreshSession({ refresh_token: session.refresh_token })))
    const tokens = new Set(tabs.map((tab) => succeeded(tab).session.refresh_token))
    assert.equal(tokens.size, 1)
  },

  async 'forget the password, set a new one (fragment)'() {
    const { email } = await newMember()
    const client = newClient()
    succeeded(await client.resetPasswordForEmail(email, { redirectTo: page }))
    const { fragment } = await follow((await mailTo(email)).link)
    assert.equal(fragment.get('type'), 'recovery')
    succeeded(await client.setSession({ access_token: fragment.get('access_token'), refresh_token: fragment.get('refresh_token') }))
    failed(await client.updateUser({ password }), 'same_password', 422)
    const { error } = await client.updateUser({ password: 'short' })
    assert.ok(error instanceof AuthWeakPasswordError)
    assert.deepEqual(error.reasons, ['length'])
    succeeded(await client.updateUser({ password: otherPassword }))
    failed(await newClient().signInWithPassword({ email, password }), 'invalid_credentials', 400)
    succeeded(await newClient().signInWithPassword({ email, password: otherPassword }))
  },

  async 'forget the password, set a new one (PKCE)'() {
    const { email } = await newMember()
    const client = newClient('pkce')
    succeeded(await client.resetPasswordForEmail(email, { redirectTo: page }))
    const { query } = await follow((await mailTo(email)).link)
    const { redirectType } = succeeded(await client.exchangeCodeForSession(query.get('code')))
    assert.equal(redirectType, 'recovery')
    succeeded(await client.updateUser({ password: otherPassword }))
  },

  async 'forget the password: an unknown address gets the same answer'() {
    succeeded(await newClient().resetPasswordForEmail(newAddress()))
  },

  async 'sign in by code, an account being made'() {
    const client = newClient()
    const email = newAddress()
    succeeded(await client.signInWithOtp({ email, options: { data: { name: 'Ada' } } }))
    const { session } = succeeded(await client.verifyOtp({ type: 'email', email, token: (await mailTo(email)).code }))
    assert.equal(session.user.user_metadata.name, 'Ada')
  },

  async 'sign in by magic link (PKCE)'() {
    const { email } = await newMember()
    const client = newClient('pkce')
    succeeded(await client.signInWithOtp({ email, options: { emailRedirectTo: page } }))
    const { query } = await follow((await mailTo(email)).link)
    assert.equal(succeeded(await client.exchangeCodeForSession(query.get('code'))).session.user.email, email)
  },

  async 'sign in by code makes no account when none is wanted'() {
    failed(await newClient().signInWithOtp({ email: newAddress(), options: { shouldCreateUser: false } }), 'otp_disabled', 422)
  },

  async 'reauthenticate and use the nonce'() {
    const { client, email } = await newMember()
    succeeded(await client.reauthenticate())
    succeeded(await client.updateUser({ password: otherPassword, nonce: (await mailTo(email)).code }))
  },

  async 'change the address: both holders confirm'() {
    const { client, email } = await newMember()
    const next = newAddress()
    const { user } = succeeded(await client.updateUser({ email: next }, { emailRedirectTo: page }))
    assert.deepEqual([user.email, user.new_email], [email, next])
    const first = await follow((await mailTo(email)).link)
    assert.match(first.fragment.get('message'), /confirm link sent to the other email/)
    assert.equal(succeeded(await client.getUser()).user.email, email)
    const second = await follow((await mailTo(next)).link)
    assert.equal(second.fragment.get('type'), 'email_change')
    const changed = succeeded(await client.getUser()).user
    assert.deepEqual([changed.email, changed.new_email], [next, undefined])
    assert.equal(changed.identities[0].identity_data.email, next)
  },

  async 'change the address: by codes, with PKCE, and not to one that is taken'() {
    const { client, email } = await newMember(newClient('pkce'))
    const taken = (await newMember()).email
    failed(await client.updateUser({ email: taken }), 'email_exists', 422)
    const next = newAddress()
    succeeded(await client.updateUser({ email: next }))
    succeeded(await client.resend({ type: 'email_change', email }))
    const half = await client.verifyOtp({ type: 'email_change', email, token: (await mailTo(email)).code })
    assert.equal(half.data.session ?? null, null)
    failed(await client.verifyOtp({ type: 'email_change', email, token: (await mailTo(email)).code }), 'otp_expired', 403)
    const done = succeeded(await client.verifyOtp({ type: 'email_change', email: next, token: (await mailTo(next)).code }))
    assert.equal(done.user.email, next)
  },

  async 'getUser and the identities'() {
    const { client, user } = await newMember()
    assert.equal(succeeded(await client.getUser()).user.id, user.id)
    const { identities } = succeeded(await client.getUserIdentities())
    assert.deepEqual(identities.map((identity) => identity.provider), ['email'])
    succeeded(await client.updateUser({ data: { name: null, city: 'Boise' } }))
    const { user_metadata: said } = succeeded(await client.getUser()).user
    assert.deepEqual([said.name, said.city], [undefined, 'Boise'])
  },

  async 'getClaims verifies by the key set, without asking for the user'() {
    const { client, session, user } = await newMember()
    client.asked.length = 0
    const { claims, header } = succeeded(await client.getClaims())
    assert.deepEqual(client.asked, ['GET /.well-known/jwks.json'])
    assert.equal(header.alg, 'ES256')
    assert.deepEqual([claims.sub, claims.iss, claims.aud, claims.role], [user.id, url, 'authenticated', 'authenticated'])
    const [head, , signature] = session.access_token.split('.')
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: randomUUID() })).toString('base64url')
    const { error } = await client.getClaims(`${head}.${forged}.${signature}`)
    assert.match(error.message, /Invalid JWT signature/)
  },

  async 'sign out here, of the others, and everywhere'() {
    const { client: here, email } = await newMember()
    const there = newClient()
    const elsewhere = newClient()
    for (const client of [there, elsewhere]) succeeded(await client.signInWithPassword({ email, password }))
    assert.equal((await there.signOut({ scope: 'local' })).error, null)
    succeeded(await here.getUser())
    const { refresh_token } = (await elsewhere.getSession()).data.session
    assert.equal((await here.signOut({ scope: 'others' })).error, null)
    failed(await newClient().refreshSession({ refresh_token }), 'refresh_token_not_found', 400)
    const token = (await here.getSession()).data.session.access_token
    assert.equal((await here.signOut({ scope: 'global' })).error, null)
    const { error } = await newClient().getUser(token)
    assert.equal(error.name, 'AuthSessionMissingError')
  },
}

const outcome = {}
for (const [name, flow] of Object.entries(flows)) {
  try {
    await flow()
    outcome[name] = null
  } catch (error) {
    outcome[name] = `${error.message}\n${error.stack}`
  }
}
console.log(JSON.stringify(outcome))
