/** The terms, with the version that counts where the owner names one. */

import { byId } from "/scripts/markup.js";
import "/scripts/page.js";
import { configured } from "/scripts/session.js";

const { terms_version: version } = await configured().catch(() => ({ terms_version: undefined }));
if (version) byId("page-version").textContent = `Version ${version}`;
byId("page-version").hidden = !version;
