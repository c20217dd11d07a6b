// SPDX-License-Identifier: Apache-2.0
package org.mach4j.mig.processor;

import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Reads the annotations of {@code org.mach4j.mig} by name: this module does not need theirs. */
final class Annotations {
    private static final String PACKAGE = "org.mach4j.mig.";

    private Annotations() {}

    static boolean has(Element element, String name) {
        return find(element, name) != null;
    }

    static @Nullable Integer value(Element element, String name, String member) {
        AnnotationMirror mirror = find(element, name);
        if (mirror != null) {
            for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                    mirror.getElementValues().entrySet()) {
                if (entry.getKey().getSimpleName().contentEquals(member)) {
                    return (Integer) entry.getValue().getValue();
                }
            }
        }
        return null;
    }

    private static @Nullable AnnotationMirror find(Element element, String name) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
            if (type.getQualifiedName().contentEquals(PACKAGE + name)) {
                return mirror;
            }
        }
        return null;
    }

    /** The type as source has it, without annotations. */
    static String plain(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return plain(array.getComponentType()) + "[]";
        }
        if (type instanceof DeclaredType declared) {
            StringBuilder text = new StringBuilder(
                    ((TypeElement) declared.asElement()).getQualifiedName().toString());
            String separator = "<";
            for (TypeMirror argument : declared.getTypeArguments()) {
                text.append(separator).append(plain(argument));
                separator = ", ";
            }
            return declared.getTypeArguments().isEmpty()
                    ? text.toString()
                    : text.append('>').toString();
        }
        return switch (type.getKind()) {
            case BOOLEAN -> "boolean";
            case BYTE -> "byte";
            case SHORT -> "short";
            case INT -> "int";
            case LONG -> "long";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            default -> type.toString();
        };
    }
}
