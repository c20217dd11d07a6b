// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A message was sent, or could not be. Costs nothing where no recording asks for it. */
@Name("org.mach4j.Send")
@Label("Mach Send")
@Category("Mach")
@StackTrace(false)
final class SendEvent extends Event {
    @Label("Destination")
    int destination;

    @Label("Message id")
    int id;

    @Label("Size")
    int size;

    @Label("Return code")
    int code;
}
