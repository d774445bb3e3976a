/** A new password begins with a mail: an open session alone is not enough to set one. */

import "/scripts/page.js";
