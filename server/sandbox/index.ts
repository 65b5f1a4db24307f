export { createSandbox } from './sandbox';
export type { Sandbox, SandboxOptions } from './sandbox';
export { checkRequest, endpoints } from './platform/index';
export { deliveryRules } from './deliver';
