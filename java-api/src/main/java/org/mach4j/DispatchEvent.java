// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A server has handled a message. Costs nothing where no recording asks for it. */
@Name("org.mach4j.Dispatch")
@Label("Mach Dispatch")
@Category("Mach")
@StackTrace(false)
final class DispatchEvent extends Event {
    @Label("Port")
    int port;

    @Label("Message id")
    int id;

    @Label("Failed")
    boolean failed;
}
