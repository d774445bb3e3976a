import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("seats");
export const config = { rateLimit: { windowLimit: 120, windowSize: 60, aggregateBy: ["ip", "domain"] } };
