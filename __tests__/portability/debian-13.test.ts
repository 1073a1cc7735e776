import { describePortability } from "./expectations.ts";
import { MACHINES } from "./machines.ts";

describePortability(MACHINES.trixie, { version: "3.3.8", abi: "3.3.0", yjit: false, avif: true });
