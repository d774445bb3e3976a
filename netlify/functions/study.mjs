import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("study");
export const config = { rateLimit: { windowLimit: 600, windowSize: 60, aggregateBy: ["ip", "domain"] } };
