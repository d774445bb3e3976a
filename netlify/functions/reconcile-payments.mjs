import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("reconcile-payments", { seconds: 30 });
export const config = { schedule: "@hourly" };
