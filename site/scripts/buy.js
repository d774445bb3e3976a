/** Full access: what it includes, what it costs, and the way there. */

import { catalogue, fillFigures } from "/scripts/catalogue.js";
import "/scripts/page.js";

catalogue().then(fillFigures, () => {});
