// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

class JniContractTest extends MachCallsContract {
    JniContractTest() {
        super("jni");
    }
}
