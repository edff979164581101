import { memo, useEffect, useState } from "react";
import type { EditorProps } from "../document/EditorProps";
import { Bench } from "./Bench";
import { BenchPage } from "./BenchPage";
import "./bench.css";

/** It renders anew only for its own sake: the page around it does so with every saved change. */
export default memo(function BenchEditor(props: EditorProps) {
  const { session } = props;
  const [bench, setBench] = useState<Bench | null>(null);

  useEffect(() => {
    const made = new Bench(session);
    setBench(made);
    return () => made.dispose();
  }, [session]);

  return bench && <BenchPage {...props} bench={bench} />;
});
