import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("signup-hook");
export const config = { rateLimit: { windowLimit: 3000, windowSize: 60, aggregateBy: ["ip", "domain"] } };
