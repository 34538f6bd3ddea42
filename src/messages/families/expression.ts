export const expressionMessages = {};
