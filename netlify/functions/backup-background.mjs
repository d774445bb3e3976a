import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("backup-background");
export const config = { background: true, rateLimit: { windowLimit: 30, windowSize: 60, aggregateBy: ["ip", "domain"] } };
