using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Tallydesk.Background;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Contracts;

/// <summary>What is stored by a name has one of its own, whatever its type is called, and keeps it.</summary>
public sealed class StoredNameTests
{
    private const string Gone = "Rows in databases have these names, so the code must go on knowing them:";

    [Fact]
    public void Everything_that_is_stored_by_a_name_has_one()
    {
        var types = typeof(Ticket).Assembly.GetTypes();
        var events = types.Where(type => !type.IsAbstract && StoredKind.IsEvent(type) && type != typeof(CreditEntry));
        var states = types.Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(JournaledState)));
        var commands = StoredKind
            .CommandMethods.SelectMany(method => method.GetParameters().Skip(1).Take(1))
            .Select(parameter => parameter.ParameterType)
            .Where(type => type != typeof(string));

        var nameless = events
            .Concat(states)
            .Concat(commands)
            .Where(type => !type.IsDefined(typeof(StoredAttribute), inherit: false));

        Assert.Equal([], nameless.Select(type => $"{type.Name} needs [Stored(\"…\")]").Distinct());
    }

    [Fact]
    public void Names_are_unique_where_they_are_used() =>
        Assert.Equal(
            [],
            StoredKind.All.GroupBy(kind => kind.ToString()).Where(same => same.Count() > 1).Select(same => same.Key)
        );

    [Fact]
    public void Every_kind_of_card_and_notice_is_known()
    {
        Assert.Equal(Constants(typeof(CardKinds)), StoredKind.Cards.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            Constants(typeof(NoticeKinds)).Except([NoticeKinds.MergeBegun]),
            StoredKind.Notices.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void No_name_changes_or_goes() =>
        ContractFiles.Check(
            "names.txt",
            [
                .. StoredKind.All.Select(kind => $"{kind.Place} {kind.Name}"),
                .. Constants(typeof(FailedWorkKinds)).Select(kind => $"failed-work {kind}"),
            ],
            Gone
        );

    [Fact]
    public void No_value_of_an_enum_changes_or_goes()
    {
        var enums = new HashSet<Type> { typeof(EntryKind), typeof(Role), typeof(TicketAction) };
        foreach (var kind in StoredKind.All)
        {
            AddEnums(kind.Type, enums, []);
        }

        ContractFiles.Check("values.txt", enums.SelectMany(ValuesOf), Gone);
    }

    private static IEnumerable<string> ValuesOf(Type type) =>
        Enum.GetValues(type)
            .Cast<object>()
            .Select(value =>
                $"{type.Name} {Sample.Write(value, type).GetValue<string>()} {Convert.ToInt64(value, null)}"
            );

    private static void AddEnums(Type type, HashSet<Type> enums, HashSet<Type> seen)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
        {
            enums.Add(bare);
        }
        else if (seen.Add(bare))
        {
            var info = StateJson.Options.GetTypeInfo(bare);
            var parts = info.Kind == JsonTypeInfoKind.Object ? Sample.Stored(info).Select(p => p.PropertyType) : [];
            foreach (var part in parts.Append(info.ElementType).Append(info.KeyType).OfType<Type>())
            {
                AddEnums(part, enums, seen);
            }
        }
    }

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal);
}
