// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

class JnaContractTest extends MachCallsContract {
    JnaContractTest() {
        super("jna");
    }
}
