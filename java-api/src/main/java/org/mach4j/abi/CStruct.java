// SPDX-License-Identifier: Apache-2.0
package org.mach4j.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which C structure a layout class describes, or whose size a constant is. The tests compare what is so marked with
 * what a compiler says of Apple's headers.
 *
 * <p>In a layout class {@code SIZE} is the structure's size and {@code X_OFFSET} the offset of the field {@code x},
 * whose C name may have a prefix or is said by {@link CField}; {@code X_MASK} is the mask of a bit-field. A leading
 * {@code ILP32_} means the same in a 32-bit task.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
@interface CStruct {
    /** The C type for a 64-bit task. */
    String value();

    /** What the C names of the fields begin with. */
    String prefix() default "";

    /** The C type for a 32-bit task, where that differs and has a name. */
    String ilp32() default "";
}
