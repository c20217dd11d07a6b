// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The C headers whose constants a class holds, under their own names. The tests compare them with the headers. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface CHeader {
    /** Paths as in {@code #include}. */
    String[] value();
}
