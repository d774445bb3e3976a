import { pythonFunction } from "../runtime/python-function.mjs";
export default pythonFunction("submit-quiz");
export const config = { rateLimit: { windowLimit: 300, windowSize: 60, aggregateBy: ["ip", "domain"] } };
