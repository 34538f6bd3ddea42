export const modelMessages = {};
