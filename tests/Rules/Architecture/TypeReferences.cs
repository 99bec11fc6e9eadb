using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Tallydesk.Tests.Architecture;

/// <summary>
/// Which types a compiled type uses: in its bases, attributes, fields, signatures and method bodies. What the compiler
/// puts inline, such as constants, leaves no trace here.
/// </summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Static
        | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    private static readonly FrozenDictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Value);

    /// <summary>The types that an assembly's authors wrote, without nested ones and without generated code.</summary>
    internal static IEnumerable<Type> WrittenTypes(Assembly assembly) =>
        assembly
            .GetTypes()
            .Where(type =>
                !type.IsNested
                && type.Namespace?.StartsWith(nameof(Tallydesk), StringComparison.Ordinal) == true
                && !type.IsDefined(typeof(CompilerGeneratedAttribute))
            );

    /// <summary>All types that a type and those nested in it use, each reduced to its outermost type.</summary>
    internal static IEnumerable<Type> Of(Type type) =>
        WithNested(type).SelectMany(OfOne).SelectMany(Parts).Select(Outermost).Distinct().Where(used => used != type);

    private static IEnumerable<Type> WithNested(Type type) =>
        type.GetNestedTypes(Declared).SelectMany(WithNested).Prepend(type);

    private static IEnumerable<Type?> OfOne(Type type) =>
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()),
            .. OfAttributes(type),
            .. type.GetMembers(Declared).SelectMany(OfAttributes),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetMethods(Declared).SelectMany(OfMethod),
            .. type.GetConstructors(Declared).SelectMany(OfMethod),
        ];

    private static IEnumerable<Type> OfAttributes(MemberInfo member) =>
        member
            .GetCustomAttributesData()
            .SelectMany(attribute =>
                attribute
                    .ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue))
                    .Select(argument => argument.Value as Type ?? argument.ArgumentType)
                    .Prepend(attribute.AttributeType)
            );

    private static IEnumerable<Type?> OfMethod(MethodBase method) => OfSignature(method).Concat(OfBody(method));

    private static IEnumerable<Type?> OfSignature(MethodBase method) =>
        [
            (method as MethodInfo)?.ReturnType,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.IsGenericMethodDefinition
                ? method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints())
                : [],
        ];

    private static IEnumerable<Type?> OfBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return [];
        }

        return
        [
            .. body.LocalVariables.Select(local => local.LocalType),
            .. body
                .ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(clause => clause.CatchType),
            .. TokensOf(body.GetILAsByteArray()!).SelectMany(token => Named(method, token)),
        ];
    }

    private static IEnumerable<Type?> Named(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var member = method.Module.ResolveMember(token, ofType, ofMethod);
        return member switch
        {
            Type named => [named],
            MethodInfo { IsGenericMethod: true } called => [called.DeclaringType, .. called.GetGenericArguments()],
            _ => [member?.DeclaringType],
        };
    }

    /// <summary>The tokens of types, methods and fields in a method's instructions.</summary>
    private static IEnumerable<int> TokensOf(byte[] code)
    {
        for (var at = 0; at < code.Length; )
        {
            var isLong = code[at] == 0xFE;
            var instruction = OpCodesByValue[isLong ? unchecked((short)(0xFE00 | code[at + 1])) : code[at]];
            at += isLong ? 2 : 1;
            if (
                instruction.OperandType
                is OperandType.InlineType
                    or OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineTok
            )
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type? type) =>
        type switch
        {
            null or { IsGenericParameter: true } => [],
            { HasElementType: true } => Parts(type.GetElementType()),
            { IsGenericType: true, IsGenericTypeDefinition: false } =>
            [
                type.GetGenericTypeDefinition(),
                .. type.GetGenericArguments().SelectMany(Parts),
            ],
            _ => [type],
        };

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
