import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("verify-backups", { seconds: 30 });
export const config = { schedule: "43 4 * * 0" };
