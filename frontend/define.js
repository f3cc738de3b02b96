/** Registers `<draft-coach>`, once. The class alone is in `draft-coach.js`. */

import { DraftCoach } from "./draft-coach.js";

if (!customElements.get("draft-coach")) customElements.define("draft-coach", DraftCoach);

export { DraftCoach };
