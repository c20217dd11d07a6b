// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A routine: a request and a reply. What the method returns are the out arguments: one value, or the components of a record. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Routine {
    /** The number of the routine in its subsystem. */
    int value();
}
