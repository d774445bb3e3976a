import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("owner");
export const config = { rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ["ip", "domain"] } };
