const shared = {
  testEnvironment: "node",
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
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/__tests__/(e2e|portability|apps)/"],
    },
    { ...shared, displayName: "e2e", testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"] },
    {
      ...shared,
      displayName: "portability",
      testMatch: ["<rootDir>/__tests__/portability/**/*.test.ts"],
    },
    { ...shared, displayName: "apps", testMatch: ["<rootDir>/__tests__/apps/**/*.test.ts"] },
  ],
};
