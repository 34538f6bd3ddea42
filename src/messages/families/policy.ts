export const policyMessages = {};
