// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with one port of its task, and a right to send to it. */
abstract class OnePort extends OneTask {
    ReceiveRight port;
    SendRight to;

    @BeforeEach
    void aPort() {
        port = mach.allocatePort();
        to = port.makeSend();
    }

    @AfterEach
    void noPort() {
        to.close();
        port.close();
    }
}
