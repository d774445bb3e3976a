import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("housekeeping", { seconds: 30 });
export const config = { schedule: "29 4 * * *" };
