// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A message was received, or none came. Costs nothing where no recording asks for it. */
@Name("org.mach4j.Receive")
@Label("Mach Receive")
@Category("Mach")
@StackTrace(false)
final class ReceiveEvent extends Event {
    @Label("Port or set")
    int from;

    @Label("Message id")
    int id;

    @Label("Size")
    int size;

    @Label("Return code")
    int code;
}
