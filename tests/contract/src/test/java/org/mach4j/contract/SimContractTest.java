// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

class SimContractTest extends MachCallsContract {
    SimContractTest() {
        super("sim");
    }
}
