export const indexMessages = {};
