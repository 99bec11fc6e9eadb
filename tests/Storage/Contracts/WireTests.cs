using System.Reflection;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Contracts;

/// <summary>
/// What silos and gateways send each other, field by field, so that a change is seen. Methods of grains are in
/// <c>Grains.Interfaces/OrleansContracts.txt</c>, which Orleans' analyzer holds against the code.
/// </summary>
public sealed class WireTests
{
    private static readonly Type[] Types =
    [
        .. new[] { typeof(TicketCard), typeof(Ticket) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)),
    ];

    [Fact]
    public void Every_type_on_the_wire_has_an_alias() =>
        Assert.Equal([], Types.Where(type => AliasOf(type) is null).Select(type => type.Name));

    [Fact]
    public void What_is_on_the_wire_is_known() => ContractFiles.Check("wire.txt", Types.SelectMany(LinesOf));

    private static IEnumerable<string> LinesOf(Type type)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var members = type.GetProperties(Own)
            .Select(member => (Member: (MemberInfo)member, Type: member.PropertyType))
            .Concat(type.GetFields(Own).Select(member => (Member: (MemberInfo)member, Type: member.FieldType)));
        return members
            .Where(member => member.Member.IsDefined(typeof(IdAttribute)))
            .Select(member =>
                $"{AliasOf(type)} {member.Member.GetCustomAttribute<IdAttribute>()!.Id:00} {member.Member.Name} {NameOf(member.Type)}"
            )
            .Prepend($"{AliasOf(type)}");
    }

    private static string? AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static string NameOf(Type type)
    {
        var name = AliasOf(type.IsGenericType ? type.GetGenericTypeDefinition() : type) ?? type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
