// SPDX-License-Identifier: Apache-2.0
package org.mach4j.contract;

import org.junit.jupiter.api.condition.EnabledForJreRange;

@EnabledForJreRange(minVersion = 22, disabledReason = "the binding needs JDK 22")
class FfmContractTest extends MachCallsContract {
    FfmContractTest() {
        super("ffm");
    }
}
