import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("watch", { seconds: 30 });
export const config = { schedule: "*/5 * * * *" };
