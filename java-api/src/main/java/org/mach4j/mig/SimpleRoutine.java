// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A routine without a reply. The method returns nothing. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SimpleRoutine {
    /** The number of the routine in its subsystem. */
    int value();
}
