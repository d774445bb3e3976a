import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("nightly-figures", { seconds: 30 });
export const config = { schedule: "30 9 * * *" };
