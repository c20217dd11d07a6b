// SPDX-License-Identifier: Apache-2.0
package org.mach4j;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The kernel told something about a right or port. Costs nothing where no recording asks for it. */
@Name("org.mach4j.Notification")
@Label("Mach Notification")
@Category("Mach")
@StackTrace(false)
final class NotificationEvent extends Event {
    @Label("Port")
    int port;

    @Label("Message id")
    int id;
}
