using System.Text.Json.Nodes;

namespace Tallydesk.Policy;

/// <summary>JSON merge patch (RFC 7396).</summary>
internal static class MergePatch
{
    /// <summary>
    /// A document after a patch: an object's members are put in place, those that are null taken away, objects within
    /// patched likewise; anything else, lists too, replaces what was there. Neither argument changes.
    /// </summary>
    internal static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var patched = target is JsonObject known ? known.DeepClone().AsObject() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
            {
                patched.Remove(name);
            }
            else
            {
                patched[name] = Apply(patched[name], change);
            }
        }

        return patched;
    }
}
