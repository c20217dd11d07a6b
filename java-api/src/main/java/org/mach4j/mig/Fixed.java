// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An array that always has so many elements: {@code array[N] of T}, {@code struct[N] of T}. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface Fixed {
    /** The number of elements. */
    int value();
}
