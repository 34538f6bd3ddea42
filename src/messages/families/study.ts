export const studyMessages = {};
