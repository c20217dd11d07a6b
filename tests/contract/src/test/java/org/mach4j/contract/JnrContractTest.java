// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

class JnrContractTest extends MachCallsContract {
    JnrContractTest() {
        super("jnr");
    }
}
