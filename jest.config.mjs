const shared = {
  testEnvironment: "node",
  globalSetup: "<rootDir>/__tests__/setup/temporary-folder.ts",
  globalTeardown: "<rootDir>/__tests__/setup/remove-temporary-folder.ts",
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "es6" } },
    ],
  },
  modulePathIgnorePatterns: [
    "<rootDir>/lib/",
    "<rootDir>/dist/",
    "<rootDir>/examples/",
    "<rootDir>/.megamode/",
  ],
};

export default {
  // Ends what hangs; it measures nothing. A busy machine takes ten times longer, and the first test of Rails
  // compiles its gems. Tests have no limits of their own.
  testTimeout: 1_800_000,
  testSequencer: "<rootDir>/__tests__/setup/longest-first.mjs",
  // A test's place and name say its tier: CONTRIBUTING.md, "Tests".
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/__tests__/(integration|e2e|portability|apps)/"],
    },
    {
      ...shared,
      displayName: "integration",
      testMatch: ["<rootDir>/__tests__/integration/**/*.integration.test.ts"],
    },
    { ...shared, displayName: "e2e", testMatch: ["<rootDir>/__tests__/e2e/*.e2e.test.ts"] },
    {
      ...shared,
      displayName: "portability",
      testMatch: ["<rootDir>/__tests__/portability/*.test.ts"],
    },
    { ...shared, displayName: "apps", testMatch: ["<rootDir>/__tests__/apps/*.test.ts"] },
  ],
};
