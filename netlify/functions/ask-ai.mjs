import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("ask-ai");
export const config = { rateLimit: { windowLimit: 60, windowSize: 60, aggregateBy: ["ip", "domain"] } };
