import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("nightly-backup", { seconds: 30 });
export const config = { schedule: "17 3 * * *" };
