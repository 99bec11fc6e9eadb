using System.Text.Json.Serialization.Metadata;
using Tallydesk.Amounts;
using Tallydesk.Chats;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Audit;

/// <summary>What of a row is people's text: each field of text that an event or an answer can bear is decided.</summary>
public sealed class PeoplesTextTests
{
    /// <summary>Types that stand in JSON as a text of a form of their own, which nobody writes freely.</summary>
    private static readonly Type[] Formed =
    [
        typeof(ChatId),
        typeof(CreditAmount),
        typeof(CustomerId),
        typeof(DateOnly),
        typeof(DateTimeOffset),
        typeof(decimal),
        typeof(EnquiryId),
        typeof(LicenseNumber),
        typeof(TicketId),
        typeof(TimeSpan),
        typeof(UpgradeSubscription),
        typeof(Uri),
    ];

    [Fact]
    public void Only_published_policies_stay_whole() =>
        Assert.Equal([StoredNames.Of(typeof(PolicyAdopted))], PeoplesText.WholeKinds);

    [Fact]
    public void Every_field_of_text_is_decided()
    {
        var fields = new HashSet<string>();
        foreach (var type in Stored())
        {
            AddFields(type, "", fields, []);
        }

        Assert.Empty(fields.Except(PeoplesText.Fields).Except(PeoplesText.Others));
        Assert.Empty(PeoplesText.Others.Except(fields));
        Assert.Empty(PeoplesText.Fields.Intersect(PeoplesText.Others));
    }

    [Theory]
    [InlineData(
        """{"body":"Hello, \"Q\" \\ é \uD83D\uDE00 </p>","author":{"id":"u","name":"Lea","role":"lead"},"n":1.50}""",
        2
    )]
    [InlineData("""{"author":"Lea","rows":[{"body":""},{"body":"{\"$text\":0}","id":"x"}],"subject":null}""", 3)]
    [InlineData("""{"number":7,"desk":"support","rules":["body"],"reason":{"id":"a"}}""", 0)]
    public void What_is_taken_out_comes_back_to_the_byte(string body, int texts)
    {
        var row = new HistoryRow(1, DateTimeOffset.UnixEpoch, "noted", "usr", body)
        {
            Command = new("c", new byte[] { 1, 2 }, body),
        };
        var apart = PeoplesText.Apart(row);

        Assert.Equal(texts > 0, apart.Text is not null);
        Assert.Equal(texts, apart.Body.Split("{\"$text\":").Length - 1);
        Assert.Equal(body, PeoplesText.Join(apart.Body, apart.Text?.Json));
        var command = PeoplesText.Join(apart.Command!, apart.Text?.Json);
        Assert.Equal((body, "0102"), (command.Answer, Convert.ToHexString(command.ContentHash.Span)));
    }

    [Fact]
    public void A_published_policy_stays_whole()
    {
        var row = new HistoryRow(1, DateTimeOffset.UnixEpoch, "policyAdopted", "usr", """{"name":"Plan"}""");
        Assert.Same(row, PeoplesText.Apart(row));
    }

    /// <summary>The events, and the answers that rows of commands keep.</summary>
    private static IEnumerable<Type> Stored()
    {
        var events = typeof(ChatEvent).Assembly.GetTypes().Where(type => !type.IsAbstract && IsEvent(type));
        var answers = typeof(Answer<>)
            .Assembly.GetTypes()
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.ReturnType.GetGenericArguments())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Answer<>))
            .Select(type => type.GetGenericArguments()[0]);
        return events.Concat(answers);
    }

    private static bool IsEvent(Type type) =>
        type.BaseType is { IsAbstract: true } parent && parent.Name.EndsWith("Event", StringComparison.Ordinal);

    private static void AddFields(Type type, string name, HashSet<string> fields, HashSet<Type> seen)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string))
        {
            fields.Add(name);
            return;
        }

        var info = StateJson.Options.GetTypeInfo(bare);
        if (info.ElementType is { } element)
        {
            // Texts of an array and names of a dictionary are left in their places, so they must not be people's.
            Assert.True(element != typeof(string) || !PeoplesText.Fields.Contains(name), name);
            Assert.True(info.KeyType != typeof(string) || !PeoplesText.Fields.Contains(name), name);
            AddFields(element, name, fields, seen);
        }
        else if (info.Kind == JsonTypeInfoKind.Object && seen.Add(bare))
        {
            foreach (var property in info.Properties.Where(property => property.Get is not null))
            {
                AddFields(property.PropertyType, property.Name, fields, seen);
            }
        }

        Assert.True(
            info.Kind != JsonTypeInfoKind.None || bare.IsPrimitive || bare.IsEnum || Formed.Contains(bare),
            $"{name} of {bare.Name}: is it a text that people write?"
        );
    }
}
