/** Mocha root hooks: nothing is shared between test files but what is declared here. */
export const mochaHooks = {};
