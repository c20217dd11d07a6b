// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The C name of the field whose offset a constant is, where the constant's own name does not give it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface CField {
    /** Field names, joined by dots where a field is within a field. */
    String value();
}
