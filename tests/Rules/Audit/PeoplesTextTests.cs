using System.Text.Json.Serialization.Metadata;
using Tallydesk.Chats;
using Tallydesk.Journal;
using Tallydesk.Refusals;
using Xunit;

namespace Tallydesk.Tests.Audit;

/// <summary>What of a row is people's text: each field of text that an event or an answer can bear is decided.</summary>
public sealed class PeoplesTextTests
{
    [Fact]
    public void Every_field_of_text_is_decided()
    {
        var fields = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<Type>();
        foreach (var type in Stored())
        {
            AddFields(type, "", seen, fields);
        }

        File.WriteAllLines("/work/main/fields.txt", fields); Assert.Empty(fields);
    }

    private static IEnumerable<Type> Stored()
    {
        var grains = typeof(ChatEvent).Assembly.GetTypes();
        var events = grains.Where(type => !type.IsAbstract && IsEvent(type));
        var answers = typeof(Answer<>).Assembly.GetTypes()
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.ReturnType.GetGenericArguments())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Answer<>))
            .Select(type => type.GetGenericArguments()[0]);
        return events.Concat(answers);
    }

    private static bool IsEvent(Type type) =>
        type.BaseType is { IsAbstract: true } parent && parent.Name.EndsWith("Event", StringComparison.Ordinal);

    private static void AddFields(Type type, string name, HashSet<Type> seen, SortedSet<string> fields)
    {
        var info = StateJson.Options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when seen.Add(type):
                foreach (var property in info.Properties.Where(property => property.Get is not null))
                {
                    var of = property.PropertyType;
                    var bare = Nullable.GetUnderlyingType(of) ?? of;
                    if (bare == typeof(string))
                    {
                        fields.Add($"{property.Name} {type.Name}");
                    }
                    else
                    {
                        AddFields(bare, property.Name + " " + type.Name, seen, fields);
                    }
                }

                break;
            case JsonTypeInfoKind.Enumerable:
                var element = info.ElementType!;
                if (element == typeof(string)) fields.Add(name + "[]"); else AddFields(element, name + "[]", seen, fields);
                break;
            case JsonTypeInfoKind.Dictionary:
                fields.Add(name + "{}");
                AddFields(info.ElementType!, name + "{}", seen, fields);
                break;
            case JsonTypeInfoKind.None when !type.IsPrimitive && !type.IsEnum:
                fields.Add($"{name}: {type.Name}");
                break;
        }
    }
}
