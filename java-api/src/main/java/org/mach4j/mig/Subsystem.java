// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An interface that defines a MIG subsystem: its methods are the routines. The annotation processor {@code mach4j-mig-processor}
 * makes a client class and a server interface of it, named after it with {@code Client} and {@code Server} behind. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Subsystem {
    /** The message id of the routine with number 0. */
    int base();
}
