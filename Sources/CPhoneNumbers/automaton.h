// Many patterns of digits matched at once.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// A finite automaton over digits that says which of several patterns a text matches.
///
/// Patterns are as libphonenumber writes them: digits, `\d`, `[2-9]`, groups, `|`, `?`, `{2}`,
/// `{2,5}`. Its states are made as they are met.
class Automaton {
  public:
    Automaton() { nodes.push_back({}); }

    /// Adds a pattern called `id`, which matches the whole text, or its beginning. Returns false, and
    /// adds nothing, when it cannot be read. Before the first step.
    bool add(const std::string &pattern, int id, bool isPrefix) {
        if (pattern.empty()) return true;
        const char *place = pattern.c_str();
        Part part;
        if (!choice(place, part) || *place) return false;
        const int end = node({0, 0, 0, id});
        if (isPrefix) {
            const int rest = node({0x3ff, end, 0, -1});
            nodes[end].free = rest;
        }
        starts.push_back(emit(part, end));
        return true;
    }

    int start() {
        if (states.empty()) {
            std::vector<int> set;
            for (int first : starts) close(first, set);
            state(set);
        }
        return 0;
    }

    int step(int from, int digit) {
        const int known = states[from].next[digit];
        if (known >= 0) return known;
        std::vector<int> set;
        const std::vector<int> own = states[from].nodes;
        for (int place : own) {
            if (nodes[place].digits >> digit & 1) close(nodes[place].next, set);
        }
        const int next = state(set);
        states[from].next[digit] = next;
        return next;
    }

    /// The patterns matched in this state.
    const std::vector<int> &matched(int state) const { return states[state].ids; }

  private:
    /// Takes one of its digits on to `next`; or goes on to `free`, and to `next` when it takes none.
    struct Node {
        uint16_t digits = 0;
        int next = 0;
        int free = 0;
        int id = -1;
    };
    struct State {
        std::vector<int> nodes;
        std::vector<int> ids;
        std::array<int, 10> next;
    };
    struct Part {
        enum { set, sequence, choice } kind = sequence;
        uint16_t digits = 0;
        std::vector<Part> parts;
        int least = 1, most = 1;
    };

    /// The first stands for none.
    std::vector<Node> nodes;
    std::vector<int> starts;
    std::vector<State> states;
    std::map<std::vector<int>, int> known;

    int node(Node node) {
        nodes.push_back(node);
        return int(nodes.size()) - 1;
    }

    void close(int place, std::vector<int> &set) const {
        if (place == 0) return;
        const auto at = std::lower_bound(set.begin(), set.end(), place);
        if (at != set.end() && *at == place) return;
        set.insert(at, place);
        if (!nodes[place].digits) close(nodes[place].next, set);
        close(nodes[place].free, set);
    }

    int state(const std::vector<int> &set) {
        const auto found = known.find(set);
        if (found != known.end()) return found->second;
        State state{set, {}, {}};
        state.next.fill(-1);
        for (int place : set) {
            if (nodes[place].id >= 0) state.ids.push_back(nodes[place].id);
        }
        states.push_back(state);
        return known[set] = int(states.size()) - 1;
    }

    int emit(const Part &part, int next) {
        const int after = next;
        for (int i = part.least; i < part.most; i++) next = node({0, emitOnce(part, next), after, -1});
        for (int i = 0; i < part.least; i++) next = emitOnce(part, next);
        return next;
    }

    int emitOnce(const Part &part, int next) {
        switch (part.kind) {
        case Part::set: return node({part.digits, next, 0, -1});
        case Part::sequence:
            for (size_t i = part.parts.size(); i > 0; i--) next = emit(part.parts[i - 1], next);
            return next;
        case Part::choice: {
            int first = 0;
            for (const Part &way : part.parts) first = node({0, emit(way, next), first, -1});
            return first;
        }
        }
        return next;
    }

    // MARK: Reading patterns

    static bool choice(const char *&place, Part &out) {
        out.kind = Part::choice;
        while (true) {
            out.parts.emplace_back();
            if (!sequence(place, out.parts.back())) return false;
            if (*place != '|') return true;
            place++;
        }
    }

    static bool sequence(const char *&place, Part &out) {
        while (*place && *place != '|' && *place != ')') {
            Part part;
            if (!one(place, part) || !repeated(place, part)) return false;
            out.parts.push_back(part);
        }
        return true;
    }

    static bool one(const char *&place, Part &out) {
        if (*place == '(') {
            place += place[1] == '?' && place[2] == ':' ? 3 : 1;
            Part inner;
            if (!choice(place, inner) || *place++ != ')') return false;
            out.parts.push_back(inner);
            return true;
        }
        out.kind = Part::set;
        if (*place == '[') {
            for (place++; *place != ']';) {
                if (!ranged(place, out.digits)) return false;
            }
            place++;
            return true;
        }
        return ranged(place, out.digits);
    }

    /// `5`, `\d` or, within brackets, `2-7`.
    static bool ranged(const char *&place, uint16_t &digits) {
        if (place[0] == '\\' && place[1] == 'd') {
            digits = 0x3ff;
            place += 2;
            return true;
        }
        if (*place < '0' || *place > '9') return false;
        const int first = *place++ - '0';
        int last = first;
        if (place[0] == '-' && place[1] >= '0' && place[1] <= '9') {
            last = place[1] - '0';
            place += 2;
        }
        for (int digit = first; digit <= last; digit++) digits |= uint16_t(1 << digit);
        return true;
    }

    static bool repeated(const char *&place, Part &part) {
        if (*place == '?') {
            part.least = 0;
            place++;
        } else if (*place == '{') {
            place++;
            if (!number(place, part.least)) return false;
            part.most = part.least;
            if (*place == ',') {
                place++;
                if (!number(place, part.most)) return false;
            }
            if (*place++ != '}') return false;
        }
        // A second mark would say how greedy the first is, or more than is known here.
        return *place != '?' && *place != '*' && *place != '+' && *place != '{';
    }

    static bool number(const char *&place, int &value) {
        if (*place < '0' || *place > '9') return false;
        for (value = 0; *place >= '0' && *place <= '9'; place++) value = value * 10 + *place - '0';
        return value < 100;
    }
};
