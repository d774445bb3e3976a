/** Pages that only have the frame. */

import "/scripts/page.js";
